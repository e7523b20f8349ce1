package contract

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
)

// Shared is the folder with the content that routes send, seen from the folder of an implementation, where it runs.
const Shared = "../shared"

// Static has the files that a framework's own middleware sends; Media is a sound to send in parts.
var (
	Static = filepath.Join(Shared, "static")
	Media  = filepath.Join(Shared, "assets", "media.wav")
)

var assets = map[string]string{
	"image.png":  "image/png",
	"script.js":  "text/javascript; charset=utf-8",
	"module.js":  "text/javascript; charset=utf-8",
	"style.css":  "text/css; charset=utf-8",
	"font.woff2": "font/woff2",
}

func asset(request Request) Answer {
	name := request.Path[1:]
	content, err := os.ReadFile(filepath.Join(Shared, "assets", name))
	if err != nil {
		panic(err)
	}
	return as(assets[name], [][]byte{content})
}

var functionName = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]{0,63}(\.[A-Za-z_$][A-Za-z0-9_$]{0,63}){0,3}$`)

func jsonp(request Request) Answer {
	callback := request.Query.Get("callback")
	if callback == "" {
		callback = "callback"
	}
	if !functionName.MatchString(callback) {
		return asJSON(http.StatusBadRequest, `{"error":"callback is not a valid function name"}`)
	}
	return as("text/javascript; charset=utf-8", [][]byte{[]byte(callback + "({\"jsonp\":true});\n")})
}

// headers are names and values in turn.
func as(mediaType string, chunks [][]byte, headers ...string) Answer {
	all := map[string]string{"Content-Type": mediaType}
	for at := 0; at < len(headers); at += 2 {
		all[headers[at]] = headers[at+1]
	}
	return Answer{Status: http.StatusOK, Header: all, Chunks: chunks}
}

func asJSON(status int, body string, headers ...string) Answer {
	answer := as("application/json", [][]byte{[]byte(body)}, headers...)
	answer.Status = status
	return answer
}

// always gives each request the same response. Nobody changes it afterwards.
func always(answer Answer) respond {
	return func(Request) Answer { return answer }
}

func quoted(text string) string {
	written, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(written)
}
