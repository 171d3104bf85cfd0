# Somebody goes on reading, ten times a second, while the version is changed under them.
git -C /rehearsal/new commit --quiet --allow-empty --message 'Begin a new version'
git -C /rehearsal/new push --quiet
rm -f /rehearsal/read
while sleep 0.1; do
    curl --silent --output /dev/null --write-out '%{http_code}\n' https://register.example/agreements/?page=2
done >> /rehearsal/read &
reader=$!
