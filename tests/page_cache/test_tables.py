import pytest
from django.apps import apps

from page_cache.tables import NOT_WATCHED, UNKNOWN, is_watched, written_table

READS = [
    "SELECT 1",
    "  (SELECT 1) UNION (SELECT 2)",
    "SELECT * FROM news_article FOR UPDATE",
    "WITH a AS (SELECT REPLACE('x', 'y', 'z')) SELECT * FROM a",
    "BEGIN IMMEDIATE",
    'SAVEPOINT "s1"',
    'ROLLBACK TO SAVEPOINT "s1"',
    'RELEASE SAVEPOINT "s1"',
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "PRAGMA foreign_keys = OFF",
    "ANALYZE news_article",
]
WRITES = {
    'INSERT INTO "news_article" ("id") VALUES (%s)': "news_article",
    "INSERT OR IGNORE INTO news_article VALUES (1)": "news_article",
    "REPLACE INTO news_article VALUES (1)": "news_article",
    'UPDATE "publishing_step" SET x = 1': "publishing_step",
    "update only news_article set x = 1": "news_article",
    "\n DELETE\n FROM news_article": "news_article",
    'DELETE FROM "other"."django_session"': UNKNOWN,
    "TRUNCATE news_article": UNKNOWN,
    "COPY news_article FROM STDIN": UNKNOWN,
    "ALTER TABLE news_article ADD x int": UNKNOWN,
    "EXPLAIN ANALYZE DELETE FROM news_article": UNKNOWN,
    "WITH a AS (DELETE FROM news_article RETURNING *) SELECT * FROM a": UNKNOWN,
    "MERGE INTO news_article USING x ON true": UNKNOWN,
    "-- a remark\nSELECT 1": UNKNOWN,
    "DO $$ BEGIN DELETE FROM news_article; END $$": UNKNOWN,
    "CALL tidy()": UNKNOWN,
    "": UNKNOWN,
}


@pytest.mark.parametrize("sql", READS)
def test_what_only_reads_writes_no_table(sql):
    assert written_table(sql) is None


@pytest.mark.parametrize(("sql", "table"), WRITES.items())
def test_what_writes_names_its_table_or_counts_for_all(sql, table):
    assert written_table(sql) == table


def test_what_is_no_text_counts_for_all():
    assert written_table(object()) == UNKNOWN
    assert is_watched(UNKNOWN)


def test_only_tables_that_there_are_go_unwatched():
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert set(NOT_WATCHED) <= tables
    assert is_watched("a_table_of_next_year")
