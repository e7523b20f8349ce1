package contract

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Route is a path of the contract and what answers it, whatever the method.
type Route struct {
	Path    string
	Handler http.HandlerFunc
}

// Mux has the routes, for the libraries that go with net/http.
func Mux() *http.ServeMux {
	mux := http.NewServeMux()
	for _, route := range Routes() {
		mux.HandleFunc(route.Path, route.Handler)
	}
	return mux
}

// Routes of the contract, without the files to embed: what is known to be wrong with a library shows without them.
func Routes() []Route {
	return []Route{
		{"/resource", newResource()},
		{"/whoami", whoami},
		{"/login", login},
		{"/denied", func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, http.StatusForbidden, map[string]any{"error": "denied"})
		}},
		// What a handler in Go does about an error.
		{"/crash", func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "crash", http.StatusInternalServerError)
		}},
		{"/private", private},
		{"/redirect", redirect},
		{"/stream", stream},
		{"/slow", slow},
		{"/vary", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Add("Vary", "Accept-Encoding")
			writeJSON(w, http.StatusOK, map[string]any{"vary": "Accept-Encoding"})
		}},
		{"/cacheable", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Cache-Control", "max-age=60")
			writeJSON(w, http.StatusOK, map[string]any{"cacheable": true})
		}},
		{"/jsonp", jsonp},
	}
}

const rememberedIDs = 10_000

// newResource counts writes by id. With too many ids it begins anew, so that a long run does not fill the memory.
func newResource() http.HandlerFunc {
	var mutex sync.Mutex
	writes := map[string]int{}
	count := func(method, id string) int {
		mutex.Lock()
		defer mutex.Unlock()
		switch method {
		case http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
			if len(writes) >= rememberedIDs {
				clear(writes)
			}
			writes[id]++
		}
		return writes[id]
	}
	return func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("X-Total-Count", "42")
		header.Set("X-Request-Id", rand.Text())
		header.Set("ETag", `"corspec"`)
		header.Set("Cache-Control", "no-store")
		// A copy: the strings of fasthttp, under Fiber, are of its next request later.
		id := strings.Clone(r.URL.Query().Get("id"))
		writeJSON(w, http.StatusOK, map[string]any{"method": r.Method, "writes": count(r.Method, id[:min(len(id), 200)])})
	}
}

func whoami(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	var session any
	if cookie, err := r.Cookie("session"); err == nil {
		session = cookie.Value
	}
	writeJSON(w, http.StatusOK, map[string]any{"session": session})
}

var sessionValue = regexp.MustCompile(`^[A-Za-z0-9_.~-]{1,100}$`)

func login(w http.ResponseWriter, r *http.Request) {
	session := r.URL.Query().Get("value")
	if !sessionValue.MatchString(session) {
		session = "s"
	}
	http.SetCookie(w, &http.Cookie{
		Name: "session", Value: session, Path: "/", SameSite: http.SameSiteNoneMode, Secure: true,
	})
	writeJSON(w, http.StatusOK, map[string]any{"session": session})
}

func private(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") == "" {
		w.Header().Set("WWW-Authenticate", "Bearer")
		writeJSON(w, http.StatusUnauthorized, map[string]any{"error": "unauthorized"})
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"private": true})
}

func redirect(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	to := query.Get("to")
	if to == "" {
		to = "/resource"
	}
	status, _ := strconv.Atoi(query.Get("status"))
	switch status {
	case 301, 302, 303, 307, 308:
	default:
		status = http.StatusFound
	}
	http.Redirect(w, r, to, status)
}

func stream(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprint(w, "data: first\n\ndata: second\n\n")
}

const longestDelayMs = 30_000

func slow(w http.ResponseWriter, r *http.Request) {
	asked, _ := strconv.Atoi(r.URL.Query().Get("ms"))
	ms := min(max(asked, 0), longestDelayMs)
	time.Sleep(time.Duration(ms) * time.Millisecond)
	writeJSON(w, http.StatusOK, map[string]any{"ms": ms})
}

var functionName = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]{0,63}(\.[A-Za-z_$][A-Za-z0-9_$]{0,63}){0,3}$`)

func jsonp(w http.ResponseWriter, r *http.Request) {
	callback := r.URL.Query().Get("callback")
	if callback == "" {
		callback = "callback"
	}
	if !functionName.MatchString(callback) {
		writeJSON(w, http.StatusBadRequest, map[string]any{"error": "callback is not a valid function name"})
		return
	}
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	fmt.Fprintf(w, "%s({\"jsonp\":true});\n", callback)
}

func writeJSON(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
