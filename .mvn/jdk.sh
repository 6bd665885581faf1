# shellcheck shell=sh
# Sourced by mvnw and by the commands below deploy: finds a JDK 25 or newer and exports JAVA_HOME.
# Looks at JAVA_HOME, then at `java` on the PATH, then where Debian installs JDKs.

recur_jdk_min=25

# Prints the feature version of the JDK in $1 (25 for 25.0.3), or nothing when there is no JDK.
recur_jdk_feature() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

recur_jdk_fits() {
  recur_jdk_found="$(recur_jdk_feature "$1")"
  [ -n "$recur_jdk_found" ] && [ "$recur_jdk_found" -ge "$recur_jdk_min" ]
}

recur_use_jdk() {
  if [ -n "${JAVA_HOME-}" ] && recur_jdk_fits "$JAVA_HOME"; then
    return 0
  fi
  recur_jdk_on_path="$(command -v java || true)"
  if [ -n "$recur_jdk_on_path" ]; then
    recur_jdk_home="$(dirname "$(dirname "$(readlink -f "$recur_jdk_on_path")")")"
    if recur_jdk_fits "$recur_jdk_home"; then
      JAVA_HOME="$recur_jdk_home"
      export JAVA_HOME
      return 0
    fi
  fi
  # find, not a glob: mvnw runs with globbing switched off.
  for recur_jdk_home in $(find "${RECUR_JDK_DIR:-/usr/lib/jvm}" -mindepth 1 -maxdepth 1 2>/dev/null | sort); do
    if recur_jdk_fits "$recur_jdk_home"; then
      JAVA_HOME="$recur_jdk_home"
      export JAVA_HOME
      return 0
    fi
  done
  echo "Recur builds with JDK $recur_jdk_min or newer and found none: install one under /usr/lib/jvm (openjdk-25-jdk or temurin-25-jdk, where your Debian has it), or set JAVA_HOME to one." >&2
  return 1
}

recur_use_jdk
