# Sourced by all scripts: exports the JAVA_HOME of a JDK 25 and sets jdk_version, or exits with a message on how to install one.
# Defines the function maven. Expects $top, the project's folder. Works with bash 3.2.

is_jdk_25() {
  local line
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
  jdk_version=
  while read -r line; do
    case $line in
      JAVA_VERSION=\"25[.\"]*) [ -n "$jdk_version" ] || jdk_version=25 ;;
      JAVA_VERSION=*) return 1 ;;
      JAVA_RUNTIME_VERSION=*) jdk_version=${line#*\"} jdk_version=${jdk_version%\"*} ;;
    esac
  done < "$1/release"
  [ "${jdk_version%%[.+-]*}" = 25 ]
}

# Prints the JDK of the `java` on the PATH, following links such as /usr/bin/java.
jdk_on_path() {
  local java link
  java=$(command -v java) || return 0
  while [ -L "$java" ]; do
    link=$(readlink "$java")
    case $link in /*) java=$link ;; *) java=${java%/*}/$link ;; esac
  done
  echo "${java%/bin/java}"
}

find_jdk() {
  [ -n "${JAVA_HOME:-}" ] && is_jdk_25 "$JAVA_HOME" && return 0
  local candidate
  for candidate in \
    "$(jdk_on_path)" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
    if is_jdk_25 "$candidate"; then
      JAVA_HOME=$candidate
      return 0
    fi
  done
  echo "Praetor needs a JDK 25, and none was found: install it (apt install openjdk-25-jdk, brew install openjdk@25, sdk install java 25-tem), or set JAVA_HOME to it." >&2
  exit 3
}

# Runs the installed Maven, or the wrapper, which downloads its own.
maven() {
  if command -v mvn >/dev/null 2>&1; then mvn "$@"; else "$top/mvnw" "$@"; fi
}

find_jdk
export JAVA_HOME
