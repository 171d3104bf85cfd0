# What must be there again after the restore.
register export_register /var/lib/register/before.zip
mv /var/lib/register/before.zip /rehearsal/before.zip
cp /etc/register/environment /rehearsal/environment
