# The register that was restored is the one that was destroyed.
shows "/news/?q=rehearsed" 'A change that was rehearsed'
register export_register /var/lib/register/after.zip
cmp /rehearsal/before.zip /var/lib/register/after.zip
rm /var/lib/register/after.zip
says "The register that was restored equals the one before: $(stat --format=%s /rehearsal/before.zip) bytes, byte for byte"
