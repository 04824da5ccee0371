#!/bin/sh
# sh send.sh <apiUrl> <eventName> [properties as JSON]
id=$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen | tr A-Z a-z)
curl --silent --show-error --fail-with-body --retry 5 --retry-connrefused "$1/tracking/events/batch" \
  -H 'Content-Type: application/json' \
  -d "{\"events\":[{\"eventId\":\"$id\",\"eventName\":\"$2\",\"eventTime\":\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\",
       \"deviceId\":\"server\",\"sessionId\":\"shell\",\"platform\":\"server\",\"properties\":${3:-{\}}}]}"
