# The version before serves again.
sleep 5
test "$(git -C /srv/register log -1 --format=%s)" != 'Begin a new version'
shows /agreements/ 'data-total="'
