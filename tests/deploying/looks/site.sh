# The site is served over nginx, and what must be closed is closed.
shows / 'Fusion Cooperation Register'
shows /agreements/ 'data-total="'
test "$(curl --silent --output /dev/null --write-out '%{http_code} %{redirect_url}' http://register.example/news/?page=2)" \
    = '308 https://register.example/news/?page=2'
style=$(page / | grep --only-matching '/static/[^"]*site[^"]*\.css' | head -1)
head=$(curl --silent --head --header 'Accept-Encoding: br' "https://register.example$style")
grep --quiet --ignore-case '^content-encoding: br' <<< "$head"
grep --quiet --ignore-case '^cache-control: .*immutable' <<< "$head"
refuses curl --silent --insecure --header 'Host: other.example' https://127.0.0.1/
refuses runuser -u nobody -- curl --silent --unix-socket /run/register/register.sock http://register.example/
says "The page of agreements, over nginx: $(curl --silent --output /dev/null --write-out '%{http_code} in %{time_total} s' https://register.example/agreements/)"
