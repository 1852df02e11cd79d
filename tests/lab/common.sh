# Shared by the lab's scripts (sourced, not run): paths, messages, process helpers.
# shellcheck shell=bash

LAB_HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LAB_REPO=$(cd "$LAB_HERE/../.." && pwd)

# Debian packages that the lab runs on; everything else comes with them.
# shellcheck disable=SC2034 # used by install
LAB_PACKAGES=(
  roundcube-core roundcube-sqlite3 php-fpm nginx-light
  dovecot-imapd dovecot-lmtpd postfix
  kannel kannel-extras
  chromium oathtool curl openssl ca-certificates
  fail2ban
)

say() { printf 'lab: %s\n' "$*"; }
die() {
  printf 'lab: error: %s\n' "$*" >&2
  exit 1
}

# lab_dir [DIR]: the absolute lab directory, `.lab` in the repository by default.
lab_dir() {
  local dir=${1:-$LAB_REPO/.lab}
  case $dir in /*) ;; *) dir=$PWD/$dir ;; esac
  printf '%s\n' "$dir"
}

# alive PID NAME: true while PID runs and is the program NAME (a recycled pid is not).
alive() {
  [[ $1 =~ ^[0-9]+$ ]] && [[ -r /proc/$1/cmdline ]] &&
    tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null | grep -q -- "$2"
}

# The daemons in the order in which they start: name, pid file, a word of the command line.
lab_daemons() {
  printf '%s\n' \
    "dovecot $1/run/dovecot/master.pid dovecot" \
    "postfix $1/postfix/queue/pid/master.pid master" \
    "php-fpm $1/run/php-fpm.pid php-fpm" \
    "nginx $1/run/nginx.pid nginx" \
    "bearerbox $1/run/bearerbox.pid bearerbox" \
    "smsbox $1/run/smsbox.pid smsbox" \
    "phone $1/run/phone.pid fakesmsc"
}
