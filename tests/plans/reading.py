"""What databases do for a query: their plans, and where one reads a whole table."""

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from django.apps import apps
from django.db import connection

# From so many rows on nobody should have to read all of a table.
MANY_ROWS = 5000
READS = re.compile(r"[(\s]*(?:SELECT|WITH)\b", re.IGNORECASE)
NO_ALIAS = r"(?!(?:ON|WHERE|INNER|LEFT|GROUP|ORDER|LIMIT|UNION)\b)"
TABLE = re.compile(rf'(?:FROM|JOIN|,)\s+\(*"(\w+)"(?:\s+{NO_ALIAS}"?(\w+)"?)?')
SQLITE_SCAN = re.compile(r"SCAN (?!CONSTANT)(\w+)(?P<index> USING .*INDEX)?(?! VIRTUAL)")
# What reads all of its rows before it gives the first.
READ_FIRST = {"Sort", "Hash", "Aggregate", "HashAggregate", "WindowAgg", "Materialize"}
# A scan that ends after less is none of all rows.
SOME = 0.2
SORTS = "USE TEMP B-TREE FOR"


@dataclass(frozen=True)
class Query:
    sql: str
    params: tuple

    @property
    def shape(self):
        """The same for queries that differ by how many values they name."""
        return re.sub(r"(?:%s, )+%s", "%s, …", self.sql)


@contextmanager
def queries_read():
    """A list of the Queries that read, as they are asked."""
    found = []

    def note(execute, sql, params, many, context):
        if not many and READS.match(sql):
            found.append(Query(sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def large_tables():
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table
        for model in models
        if model._meta.managed and model._base_manager.count() >= MANY_ROWS
    }


class Fault(NamedTuple):
    """That a plan reads all of a table, or sorts it."""

    table: str
    what: str


def faults(query, large):
    """The Faults in the plan of a Query, of these tables."""
    if connection.vendor == "postgresql":
        return list(faults_on_postgresql(query, large))
    return list(faults_on_sqlite(query, large))


def plan_of(query, prefix):
    with connection.cursor() as cursor:
        cursor.execute(f"{prefix} {query.sql}", query.params)
        return cursor.fetchall()


def faults_on_postgresql(query, large):
    ((plan,),) = plan_of(query, "EXPLAIN (FORMAT JSON)")
    for each in json.loads(plan) if isinstance(plan, str) else plan:
        for node, share in nodes(each["Plan"]):
            table = node.get("Relation Name")
            if node["Node Type"].endswith("Seq Scan") and table in large and share > SOME:
                yield Fault(table, "read whole")


def nodes(plan, share=1.0):
    """(node, the share of its rows that is fetched) of a plan and all below it."""
    yield plan, share
    for inner in plan.get("Plans", ()):
        yield from nodes(inner, share_of(inner, plan, share))


def share_of(inner, plan, share):
    """Of what is sorted, counted or looked into, all is read first."""
    if inner["Parent Relationship"] in ("InitPlan", "SubPlan") or plan["Node Type"] in READ_FIRST:
        return 1.0
    if plan["Node Type"] == "Limit":
        return share * plan["Plan Rows"] / max(inner["Plan Rows"], 1)
    return share


def faults_on_sqlite(query, large):
    names = tables_by_name(query.sql)
    steps = plan_of(query, "EXPLAIN QUERY PLAN")
    sorting = {parent for _key, parent, _unused, detail in steps if detail.startswith(SORTS)}
    for _key, parent, _unused, detail in steps:
        scan = SQLITE_SCAN.match(detail)
        # A name that stands for several tables, small ones among them, tells nothing.
        named = names.get(scan[1], set()) if scan else set()
        tables = named if named <= large else ()
        for table in sorted(tables):
            if parent in sorting:
                yield Fault(table, "sorted whole")
            elif not scan["index"] or "LIMIT" not in query.sql:
                yield Fault(table, "read whole")


def tables_by_name(sql):
    """{name or alias: tables that a query calls so}."""
    found = {}
    for table, alias in TABLE.findall(sql):
        found.setdefault(alias or table, set()).add(table)
    return found
