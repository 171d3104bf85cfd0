# What the looks have in common.
page() { curl --fail --silent --show-error --retry 0 "https://register.example$1"; }
shows() { page "$1" | grep --fixed-strings -- "$2" > /dev/null || { echo "$1 does not show “$2”"; exit 1; }; }
hides() { if page "$1" | grep --fixed-strings -- "$2" > /dev/null; then echo "$1 shows “$2”"; exit 1; fi; }
refuses() { if "$@"; then echo "$* was answered"; exit 1; fi; }
says() { printf '%s\n' "$*" >> /rehearsal/found; }
