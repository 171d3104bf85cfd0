# What the timers start works within the bounds of its unit.
for name in publishing letters links night; do
    systemctl is-active --quiet "register-$name.timer"
done
systemctl start register-timetable@night.service register-timetable@publishing.service
page /data/register.zip > /rehearsal/public.zip
says "$(ls /var/backups/register | wc -l) backups, the newest of $(stat --format=%s "$(ls -t /var/backups/register/*.tar | head -1)") bytes"
says "$(systemd-analyze security --no-pager register.service | tail -1)"
