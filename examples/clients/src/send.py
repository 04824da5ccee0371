"""python3 send.py <apiUrl> <eventName> [properties as JSON]"""
import datetime, json, sys, urllib.request, uuid

api_url, event_name, properties = (sys.argv[1:] + ["{}"])[:3]
event = {
    "eventId": str(uuid.uuid4()),
    "eventName": event_name,
    "eventTime": datetime.datetime.now(datetime.timezone.utc).isoformat(),
    "deviceId": "server", "sessionId": "script", "platform": "server",
    "properties": json.loads(properties),
}
body = json.dumps({"events": [event]}).encode()
request = urllib.request.Request(f"{api_url}/tracking/events/batch", body, {"Content-Type": "application/json"})
print(urllib.request.urlopen(request, timeout=10).read().decode())
