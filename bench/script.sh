#!/usr/bin/env bash
# What one writes for oneself: create, upload, start, ask every 30 seconds, download. Arguments: API KEY FILE BODY FOLDER
set -euo pipefail
api=$1 key=$2 file=$3 body=$4 folder=$5
auth="Authorization: bearer $key"
read_json() { python3 -c "import json, sys; print(eval('json.load(sys.stdin)' + sys.argv[1]))" "$1"; }

uuid=$(curl -sf -X POST "$api/productions.json" -H "$auth" -H "Content-Type: application/json" -d "@$body" |
    read_json "['data']['uuid']")
curl -sf -X POST "$api/production/$uuid/upload.json" -H "$auth" -F "input_file=@$file" >/dev/null
curl -sf -X POST "$api/production/$uuid/start.json" -H "$auth" >/dev/null

while true; do
    status=$(curl -sf "$api/production/$uuid/status.json" -H "$auth" | read_json "['data']['status_string']")
    echo "Status: $status"
    if [ "$status" = "Done" ] || [ "$status" = "Error" ]; then
        break
    fi
    sleep 30
done

mkdir -p "$folder"
for url in $(curl -sf "$api/production/$uuid.json" -H "$auth" |
    read_json "['data']['output_files']" | python3 -c "import ast, sys; print(*(f['download_url'] for f in ast.literal_eval(sys.stdin.read())))"); do
    curl -sfL "$url" -H "$auth" -o "$folder/$(basename "$url")"
done
