#!/usr/bin/env bash
# Runs the suite under five settings that make one processor compute like others (docs/testing.md). Arguments go to every
# `dotnet test`, such as a project or --filter. The last line counts the settings that passed and failed.
set -uo pipefail
cd "$(dirname "$0")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
passed=0
failed=0
setting() { # NAME=VALUE, or "default"
  local log status
  log=$(mktemp)
  echo "== $1"
  if [ "$1" = default ]; then
    dotnet test -c Release "${arguments[@]}" >"$log" 2>&1
  else
    env "$1" dotnet test -c Release "${arguments[@]}" >"$log" 2>&1
  fi
  status=$?
  if [ "$status" -eq 0 ] && grep -qE 'Passed: +[1-9]' "$log"; then
    passed=$((passed + 1))
    grep -E 'Passed: ' "$log"
  else
    failed=$((failed + 1))
    cat "$log"
  fi
  rm -f "$log"
}

arguments=("$@")
setting default
arguments+=(--no-build)
setting DOTNET_EnableAVX512=0
setting DOTNET_EnableAVX2=0
setting ATEN_CPU_CAPABILITY=default
setting ATEN_CPU_CAPABILITY=avx2
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
