package contract

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
)

// Write sends a response as a handler of net/http does. The parts of a stream go out one by one.
func Write(w http.ResponseWriter, answer Answer) {
	for name, value := range answer.Header {
		// What is in Vary already stays: a middleware may have put it there.
		if name == "Vary" {
			w.Header().Add(name, value)
		} else {
			w.Header().Set(name, value)
		}
	}
	w.WriteHeader(answer.Status)
	for _, chunk := range answer.Chunks {
		_, _ = w.Write(chunk)
		if len(answer.Chunks) > 1 {
			_ = http.NewResponseController(w).Flush()
		}
	}
}

// Handler responds to the requests of the routes, for frameworks that take handlers of net/http.
func (routes *Routes) Handler() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		answer, ok := routes.Respond(Request{r.URL.Path, r.Method, r.URL.Query(), r.Header})
		if !ok {
			http.NotFound(w, r)
			return
		}
		Write(w, answer)
	}
}

// Conditional compares the ETag by net/http's means.
func Conditional(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("ETag", ETag)
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(`{"conditional":true}`))
}

// ServeMedia sends the sound, whole or in parts, by net/http's means.
func ServeMedia(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "audio/wav")
	http.ServeFile(w, r, Media)
}

// ParseJSON is /parse for frameworks without a body parser, with what net/http and encoding/json have.
func ParseJSON(w http.ResponseWriter, r *http.Request) {
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if mediaType != "application/json" {
		http.Error(w, "expected application/json", http.StatusUnsupportedMediaType)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, LongestBody))
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &tooLong):
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
	case err != nil || !json.Valid(body):
		http.Error(w, "the body is not JSON", http.StatusBadRequest)
	default:
		Write(w, asJSON(http.StatusOK, `{"parsed":true}`))
	}
}

// Mux has all routes, for the libraries that go with net/http alone.
func Mux() *http.ServeMux {
	routes := NewRoutes()
	mux := http.NewServeMux()
	for _, path := range routes.Paths("/conditional", "/crash") {
		mux.HandleFunc(path, routes.Handler())
	}
	// net/http closes the connection when a handler panics: a handler responds with the error instead.
	mux.HandleFunc("/crash", func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "crash", http.StatusInternalServerError)
	})
	mux.HandleFunc("GET /conditional", Conditional)
	mux.HandleFunc("POST /parse", ParseJSON)
	mux.HandleFunc("GET /media.wav", ServeMedia)
	files := http.FileServer(http.Dir(Static))
	mux.Handle("/dir/", files)
	mux.Handle("GET /file.txt", files)
	return mux
}
