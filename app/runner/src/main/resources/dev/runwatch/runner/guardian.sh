# Ends the runs of a runner that is gone, and runs whose lease was not renewed in time.
# Arguments: process id and start time of the runner, its folder, seconds between two looks.
# The file "watched" has the deadline in hundredths of a second of the uptime, or "none", and
# then a line for each run: "fenced" or "free", process id, start time.
set -f
runner=$1
runner_start=$2
folder=$3
pause=$4
ended=

# Sets state and start of a process; both are empty if it does not exist.
look_at() {
  state=
  start=
  read -r stat < "/proc/$1/stat" || return 0
  # The name of the process is in brackets and may contain blanks and brackets.
  set -- ${stat##*) }
  state=$1
  start=${20}
}

# Sets the marks of a run, by which all its processes are found, also those that left its group.
read_marks() {
  run=$(grep -sz '^RUNWATCH_RUN_ID=' "/proc/$1/environ" | tr -d '\0')
  instance=$(grep -sz '^RUNWATCH_INSTANCE=' "/proc/$1/environ" | tr -d '\0')
}

end_marked() {
  if [ -z "$run" ] || [ -z "$instance" ]; then
    return 0
  fi
  set +f
  for file in $(grep -lszxF -e "$run" /proc/[0-9]*/environ); do
    if grep -qszxF -e "$instance" "$file"; then
      marked=${file#/proc/}
      kill -s KILL "${marked%/environ}"
    fi
  done
  set -f
}

while :; do
  look_at "$runner"
  gone=no
  if [ "$start" != "$runner_start" ] || [ "$state" = Z ]; then
    gone=yes
  fi
  read -r uptime idle < /proc/uptime
  now=${uptime%.*}${uptime#*.}
  {
    read -r deadline
    lapsed=no
    if [ "$deadline" != none ] && [ "$now" -ge "$deadline" ]; then
      lapsed=yes
    fi
    while read -r kind process begin; do
      if [ "$gone" = yes ] || [ "$kind$lapsed" = fencedyes ]; then
        look_at "$process"
        case " $ended " in
          *" $process.$begin "*) ;;
          *)
            if [ "$start" = "$begin" ]; then
              # First the record, so that whoever sees the end knows its cause.
              echo "$process $begin" >> "$folder/ended"
              read_marks "$process"
              kill -s KILL -- "-$process"
              end_marked
              ended="$ended $process.$begin"
            fi
            ;;
        esac
      fi
    done
  } < "$folder/watched"
  if [ "$gone" = yes ]; then
    exit 0
  fi
  sleep "$pause"
done
