#!/usr/bin/env bash
# Compares two builds of this project, round by round in turn, so that whatever disturbs the machine disturbs both.
#
#   [SERVERS=nio,jdkhttp] benchmarks/compare.sh BEFORE AFTER [ROUNDS]
#
# BEFORE and AFTER are checkouts (a `git worktree` is enough). The results go to benchmarks/target/compare of this
# checkout, one folder a round and build, and a table is printed at the end: the median of each measurement before and
# after, with the least and the most, and the ratio of the medians; values.csv has every value. Takes about five minutes a
# round on two cores that do nothing else.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,10p' "$0" | cut -c3-; exit 2; }
before=$(cd "$1" && pwd) after=$(cd "$2" && pwd) rounds=${3:-5} servers=${SERVERS:-nio,jdkhttp}
here=$(cd "$(dirname "$0")" && pwd)
out=$here/target/compare
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
rm -rf "$out" && mkdir -p "$out"

build() {
  (cd "$1" && mvn -B -ntp -q -pl benchmarks -DskipTests -Djacoco.skip -Dspotless.check.skip \
    package dependency:build-classpath -Dmdep.outputFile=target/classpath)
}

# The benchmarks in JMH: what is measured, and how.
jmh() {
  local name=$1; shift
  "$java" -cp "$classes" org.openjdk.jmh.Main "$@" -f 1 -rf json -rff "$folder/$name.json" >"$folder/$name.log" 2>&1
}

# The load benchmark, over sockets.
load() {
  local name=$1; shift
  "$java" -cp "$classes" sse.benchmarks.load.Main --rounds 1 "$@" >"$name.log" 2>&1 ||
    echo "load failed: $folder/$name.log" >&2
  mv target/load.json "$name.json"
}

run() {
  local checkout=$1 folder=$2
  local classes=$checkout/benchmarks/target/classes:$(cat "$checkout/benchmarks/target/classpath")
  mkdir -p "$folder"
  cd "$folder"
  load load --only flood,rate --servers "$servers" --warm-up 6s --duration 6s
  load idle --only idle --servers nio
  jmh broadcast 'BroadcastBenchmark.publish$' -wi 3 -w 1 -i 4 -r 1 -p lanes=1
  jmh encoding 'FrameEncodingBenchmark.(ours|oursFrame|oursBuilt)$' -wi 2 -w 1 -i 3 -r 1 -p shape=small
  jmh decoding 'EventDecodingBenchmark.ours$' -wi 2 -w 1 -i 3 -r 1 -p stream=small -p chunk=16384
}

build "$before"
[ "$after" = "$before" ] || build "$after"
for round in $(seq "$rounds"); do
  builds=(before after)
  [ $((round % 2)) = 1 ] || builds=(after before)
  for build in "${builds[@]}"; do
    echo "round $round of $rounds, $build" >&2
    (run "${!build}" "$out/$round/$build")
  done
done
cd "$here"
"$java" -cp "$after/benchmarks/target/classes:$(cat "$after/benchmarks/target/classpath")" \
  sse.benchmarks.report.BuildComparison "$out"
