package contract

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Request is what a response depends on.
type Request struct {
	Path   string
	Method string
	Query  url.Values
	Header http.Header
}

// Answer is a response. Chunks has its body, in the parts in which a stream sends them.
type Answer struct {
	Status int
	Header map[string]string
	Chunks [][]byte
}

// Body is the whole body.
func (answer Answer) Body() []byte {
	return slices.Concat(answer.Chunks...)
}

type respond func(Request) Answer

// Methods are all that a route for every method needs.
var Methods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

// ETag is that of /resource and /conditional.
const ETag = `"corspec"`

// LongestBody is the limit of /parse.
const LongestBody = 16 * 1024

// Events are those of /stream and /raw.
var Events = [][]byte{[]byte("data: first\n\n"), []byte("data: second\n\n")}

// Routes has the routes of the contract with their state, for every framework. A framework that has its own means for a
// route (static files, body parsers, trailing slashes) uses them, and does not ask for that route.
type Routes struct {
	mutex    sync.Mutex
	writes   map[string]int
	handlers map[string]respond
}

// NewRoutes reads the files to embed from the folder `shared`, when they are asked for.
func NewRoutes() *Routes {
	routes := &Routes{writes: map[string]int{}}
	routes.handlers = map[string]respond{
		"/resource":    routes.resource,
		"/whoami":      whoami,
		"/login":       login,
		"/denied":      always(asJSON(http.StatusForbidden, `{"error":"denied"}`)),
		"/limited":     always(asJSON(http.StatusTooManyRequests, `{"error":"too many requests"}`, "Retry-After", "30")),
		"/crash":       func(Request) Answer { panic("/crash panics") },
		"/private":     private,
		"/redirect":    redirect,
		"/stream":      always(as("text/event-stream", Events, "Cache-Control", "no-store")),
		"/raw":         always(as("text/event-stream", Events, "Cache-Control", "no-store")),
		"/slow":        slow,
		"/vary":        always(asJSON(http.StatusOK, `{"vary":"Accept-Encoding"}`, "Vary", "Accept-Encoding")),
		"/cacheable":   always(asJSON(http.StatusOK, `{"cacheable":true}`, "Cache-Control", "max-age=60")),
		"/conditional": conditional,
		"/download":    always(download()),
		"/jsonp":       jsonp,
	}
	for name := range assets {
		routes.handlers["/"+name] = asset
	}
	return routes
}

// Paths of all routes, sorted, without those that the framework has its own means for.
func (routes *Routes) Paths(but ...string) []string {
	var paths []string
	for path := range routes.handlers {
		if !slices.Contains(but, path) {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// Respond gives the response of a route; a path without a route gives false, for the framework's own 404. /crash panics.
func (routes *Routes) Respond(request Request) (Answer, bool) {
	handler, ok := routes.handlers[request.Path]
	if !ok {
		return Answer{}, false
	}
	return handler(request), true
}

const rememberedIDs = 10_000

// With too many ids the counts begin anew, so that a long run does not fill the memory.
func (routes *Routes) count(method, id string) int {
	routes.mutex.Lock()
	defer routes.mutex.Unlock()
	switch method {
	case http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		if len(routes.writes) >= rememberedIDs {
			clear(routes.writes)
		}
		routes.writes[id]++
	}
	return routes.writes[id]
}

func (routes *Routes) resource(request Request) Answer {
	// A copy: the strings of fasthttp, under Fiber, are of its next request later.
	id := strings.Clone(request.Query.Get("id"))
	writes := routes.count(request.Method, id[:min(len(id), 200)])
	body := `{"method":` + quoted(request.Method) + `,"writes":` + strconv.Itoa(writes) + `}`
	return asJSON(http.StatusOK, body,
		"X-Total-Count", "42", "X-Request-Id", rand.Text(), "ETag", ETag, "Cache-Control", "no-store")
}

func whoami(request Request) Answer {
	session := "null"
	cookie, err := (&http.Request{Header: request.Header}).Cookie("session")
	if err == nil {
		session = quoted(cookie.Value)
	}
	return asJSON(http.StatusOK, `{"session":`+session+`}`, "Cache-Control", "no-store")
}

var sessionValue = regexp.MustCompile(`^[A-Za-z0-9_.~-]{1,100}$`)

func login(request Request) Answer {
	session := request.Query.Get("value")
	if !sessionValue.MatchString(session) {
		session = "s"
	}
	return asJSON(http.StatusOK, `{"session":`+quoted(session)+`}`,
		"Set-Cookie", "session="+session+"; SameSite=None; Secure; Path=/")
}

func private(request Request) Answer {
	if request.Header.Get("Authorization") == "" {
		return asJSON(http.StatusUnauthorized, `{"error":"unauthorized"}`, "WWW-Authenticate", "Bearer")
	}
	return asJSON(http.StatusOK, `{"private":true}`)
}

var (
	redirects   = []string{"301", "302", "303", "307", "308"}
	notInHeader = regexp.MustCompile(`[^\x21-\x7e]+`)
)

func redirect(request Request) Answer {
	to := request.Query.Get("to")
	if to == "" {
		to = "/resource"
	}
	// A Location header is ASCII without spaces and line ends, whatever the query says.
	to = notInHeader.ReplaceAllStringFunc(to, url.PathEscape)
	status := http.StatusFound
	if asked := request.Query.Get("status"); slices.Contains(redirects, asked) {
		status, _ = strconv.Atoi(asked)
	}
	return Answer{Status: status, Header: map[string]string{"Location": to}}
}

const longestDelayMs = 30_000

func slow(request Request) Answer {
	asked, _ := strconv.Atoi(request.Query.Get("ms"))
	ms := min(max(asked, 0), longestDelayMs)
	time.Sleep(time.Duration(ms) * time.Millisecond)
	return asJSON(http.StatusOK, `{"ms":`+strconv.Itoa(ms)+`}`)
}

func conditional(request Request) Answer {
	answer := asJSON(http.StatusOK, `{"conditional":true}`, "ETag", ETag, "Cache-Control", "no-cache")
	if request.Header.Get("If-None-Match") == ETag {
		delete(answer.Header, "Content-Type")
		return Answer{Status: http.StatusNotModified, Header: answer.Header}
	}
	return answer
}

func download() Answer {
	lines := [][]byte{[]byte("name,value\n"), []byte("first,1\n"), []byte("second,2\n")}
	return as("text/csv", lines, "Content-Disposition", `attachment; filename="report.csv"`)
}
