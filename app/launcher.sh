# What ./runwatch and infra/cdk/app share: finds a JDK and chooses the options of the JVM. They source it; $home is set.

fail() {
  echo "runwatch: $*" >&2
  exit 1
}

# Sets $java to the program of a JDK of version 17 or newer.
find_java() {
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    java=$JAVA_HOME/bin/java
  else
    java=$(command -v java) || fail "no Java found; install a JDK, version 17 or newer, or set JAVA_HOME"
  fi
}

# Fails unless $java is version 17 or newer. Where JAVA_TOOL_OPTIONS is set, the JVM prints a line about it first.
require_java_17() {
  printed=$("$java" -version 2>&1) || fail "'$java -version' failed: $printed"
  version=$(printf '%s\n' "$printed" | sed -n 's/^[a-zA-Z]* version "\([0-9]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] || fail "cannot read the version of $java from: $printed"
  [ "$version" -ge 17 ] ||
    fail "$java is version $version; install a JDK, version 17 or newer, or set JAVA_HOME to one"
}

# The major version of $java by the file that every JDK has, or 0: quicker than to start a JVM.
major_of_release() {
  program=$(readlink -f "$java" 2>/dev/null) || program=$java
  major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$(dirname "$program")/../release" 2>/dev/null) || major=
  echo "${major:-0}"
}

# Whether somebody has chosen a garbage collector: a JVM that is given two refuses to start.
collector_is_chosen() {
  case " ${RUNWATCH_JAVA_OPTIONS:-} ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-} " in
    *[[:space:]]-XX:[+-]Use*GC[[:space:]]*) return 0 ;;
    *) return 1 ;;
  esac
}

# Sets $java_options. A service has the JVM's default compilers and collector, and ends when memory runs out, so that its
# supervisor restarts it. A short command starts in half the time with the first compiler and the serial collector.
# RUNWATCH_JAVA_OPTIONS comes last and overrides both.
choose_java_options() {
  case $1 in
    service) java_options=-XX:+ExitOnOutOfMemoryError ;;
    command)
      java_options="-XX:TieredStopAtLevel=1 -Xshare:auto"
      collector_is_chosen || java_options="$java_options -XX:+UseSerialGC"
      ;;
  esac
  # SQLite loads a native library and Netty reads memory through Unsafe; JVMs from 24 on print a warning about each.
  if [ "$(major_of_release)" -ge 24 ]; then
    java_options="$java_options --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
  fi
  java_options="$java_options ${RUNWATCH_JAVA_OPTIONS:-}"
}
