# The commit that was made for this serves.
sleep 5
test "$(git -C /srv/register log -1 --format=%s)" = 'Begin a new version'
systemctl is-active --quiet register.service
