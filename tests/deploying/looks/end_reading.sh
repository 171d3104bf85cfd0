# Each of those visits got its page.
kill "$reader"; wait "$reader" 2>/dev/null || true
says "Read during the update: $(wc -l < /rehearsal/read) times, $(grep --count --invert-match '^200$' /rehearsal/read || true) without a page"
test "$(sort -u /rehearsal/read)" = 200
