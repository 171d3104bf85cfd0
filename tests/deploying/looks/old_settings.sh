# In place of The settings: the old ones, and the newest backup.
install -o root -g register -m 0640 /rehearsal/environment /etc/register/environment
newest=$(ls -t /rehearsal/backups/*.tar | head -1)
install -o register -g register -m 0640 "$newest" /var/backups/register/
