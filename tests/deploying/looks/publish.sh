# A command publishes in a process of its own; the workers must not show a page from before.
install -d -o register -g register /var/lib/register/change
register export_register /var/lib/register/change/package
python3 - /var/lib/register/change/package/articles.csv <<'END'
import csv, sys
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
rows[0]["title"] = "A change that was rehearsed"
with open(sys.argv[1], "w", encoding="utf-8", newline="") as file:
    table = csv.DictWriter(file, rows[0], lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
END
hides /search/?q=rehearsed 'A change that was'
hides "/news/?q=rehearsed" 'A change that was rehearsed'
register import_register /var/lib/register/change/package --quiet
shows /search/?q=rehearsed 'A change that was'
shows "/news/?q=rehearsed" 'A change that was rehearsed'
rm -r /var/lib/register/change
