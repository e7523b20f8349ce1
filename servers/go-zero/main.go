// The CORS option of go-zero's REST server.
package main

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"corspec.test/contract"
	"github.com/zeromicro/go-zero/core/conf"
	"github.com/zeromicro/go-zero/core/logx"
	"github.com/zeromicro/go-zero/core/stat"
	"github.com/zeromicro/go-zero/rest"
	"github.com/zeromicro/go-zero/rest/httpx"
)

func main() {
	logx.Disable()
	stat.SetReporter(nil)
	contract.Main(build, "github.com/zeromicro/go-zero")
}

func build(policy contract.Policy) (contract.Start, error) {
	cors, err := corsOf(policy)
	if err != nil {
		return nil, err
	}
	return contract.Port(func(port int) {
		var config rest.RestConf
		if err := conf.FillDefault(&config); err != nil {
			panic(err)
		}
		config.Host, config.Port = "127.0.0.1", port
		config.MaxBytes = 4 << 20
		// It would listen on a port of its own, at every address; and logs go to stdout.
		config.DevServer.Enabled = false
		config.Log.Level, config.Log.Stat = "severe", false
		// They answer 503 by themselves: after the errors of /crash, on a busy machine, and for /slow.
		config.Middlewares.Breaker, config.Middlewares.Shedding, config.Middlewares.Timeout = false, false, false
		server := rest.MustNewServer(config, rest.WithFileServer("/dir", http.Dir(contract.Static+"/dir")), cors)
		addRoutes(server)
		server.Start()
	}), nil
}

// corsOf writes the lists and the max age by the function of WithCustomCors; without it, they are those of the library.
func corsOf(policy contract.Policy) (rest.RunOption, error) {
	if err := policy.RefuseEmpty("origins"); err != nil {
		return nil, err
	}
	if policy.IsEmpty() {
		return rest.WithCors(), nil
	}
	hasCredentials := policy.Credentials != nil && *policy.Credentials
	var origins []string
	if policy.Origins.All && hasCredentials {
		// `*` in the list; without a list, `*` is sent and no credentials are allowed.
		origins = []string{"*"}
	}
	for _, origin := range policy.Origins.List {
		// A name without a scheme allows its subdomains.
		if _, domain, isPattern := strings.Cut(origin, "://*."); isPattern {
			origin = domain
		}
		origins = append(origins, origin)
	}
	if len(origins) > 0 && !hasCredentials {
		return nil, errors.New("credentials are always allowed for listed origins")
	}
	if err := policy.RefuseStarWithCredentials("requestHeaders", "exposedHeaders"); err != nil {
		return nil, err
	}
	headers := map[string]string{}
	add := func(name string, names *contract.Names) {
		if names != nil {
			headers[name] = strings.Join(names.Or("*"), ", ")
		}
	}
	// All methods are the default: GET, HEAD, POST, PATCH, PUT and DELETE.
	if policy.Methods != nil && !policy.Methods.All {
		add("Access-Control-Allow-Methods", policy.Methods)
	}
	add("Access-Control-Allow-Headers", policy.RequestHeaders)
	add("Access-Control-Expose-Headers", policy.ExposedHeaders)
	if policy.MaxAge != nil {
		headers["Access-Control-Max-Age"] = strconv.Itoa(*policy.MaxAge)
	}
	return rest.WithCustomCors(func(header http.Header) {
		for name, value := range headers {
			header.Set(name, value)
		}
	}, nil, origins...), nil
}

func addRoutes(server *rest.Server) {
	routes := contract.NewRoutes()
	every := func(path string, handler http.HandlerFunc) {
		for _, method := range contract.AllMethods {
			server.AddRoute(rest.Route{Method: method, Path: path, Handler: handler})
		}
	}
	for _, path := range routes.Paths("/conditional") {
		every(path, routes.Handler())
	}
	get := func(path string, handler http.HandlerFunc) {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			server.AddRoute(rest.Route{Method: method, Path: path, Handler: handler})
		}
	}
	get("/conditional", contract.Conditional)
	get("/media.wav", contract.ServeMedia)
	get("/dir", http.RedirectHandler("/dir/", http.StatusMovedPermanently).ServeHTTP)
	// The file server of go-zero has folders only, and no HEAD.
	get("/file.txt", http.FileServer(http.Dir(contract.Static)).ServeHTTP)
	server.AddRoute(rest.Route{Method: http.MethodPost, Path: "/parse", Handler: parse}, rest.WithMaxBytes(contract.LongestBody))
}

func parse(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		w.WriteHeader(http.StatusUnsupportedMediaType)
		return
	}
	var body struct {
		Value int `json:"value,optional"`
	}
	if err := httpx.ParseJsonBody(r, &body); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	httpx.OkJson(w, map[string]bool{"parsed": true})
}
