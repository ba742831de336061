# Sourced: finds a JDK 25 and exports JAVA_HOME, or says how to get one and ends.

is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && is_jdk_25 "$JAVA_HOME"; then
    return 0
  fi
  local on_path candidate
  on_path=$(command -v javac 2>/dev/null) || on_path=
  # A link such as /usr/bin/javac leads to the JDK it belongs to.
  while [ -n "$on_path" ] && [ -L "$on_path" ]; do
    candidate=$(readlink "$on_path")
    case $candidate in
      /*) on_path=$candidate ;;
      *) on_path=$(dirname "$on_path")/$candidate ;;
    esac
  done
  for candidate in \
    ${on_path:+"$(dirname "$(dirname "$on_path")")"} \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if is_jdk_25 "$candidate"; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  echo "Praetor needs a JDK 25 and found none: install one (apt install openjdk-25-jdk, brew install openjdk@25, or https://adoptium.net) and, where it lies in an unusual place, set JAVA_HOME to it." >&2
  exit 3
}

find_jdk
export JAVA_HOME

# The Maven there is, or the wrapper, which brings its own.
maven() {
  if command -v mvn >/dev/null 2>&1; then
    mvn "$@"
  else
    "$top/mvnw" "$@"
  fi
}
