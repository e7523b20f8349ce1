//go:build never

// Package kit has the dependencies of all implementations in Go, so that one go.mod and one go.sum pin their versions.
// An implementation's main.go is outside of this module: this file keeps `go mod tidy` from removing what it imports.
package kit

import (
	_ "corspec.test/contract"
	_ "github.com/gin-contrib/cors"
	_ "github.com/gin-gonic/gin"
	_ "github.com/go-chi/chi/v5"
	_ "github.com/go-chi/chi/v5/middleware"
	_ "github.com/go-chi/cors"
	_ "github.com/gofiber/fiber/v3"
	_ "github.com/gofiber/fiber/v3/middleware/cors"
	_ "github.com/gofiber/fiber/v3/middleware/recover"
	_ "github.com/gofiber/fiber/v3/middleware/static"
	_ "github.com/gorilla/handlers"
	_ "github.com/labstack/echo/v5"
	_ "github.com/labstack/echo/v5/middleware"
	_ "github.com/rs/cors"
	_ "github.com/zeromicro/go-zero/core/conf"
	_ "github.com/zeromicro/go-zero/core/logx"
	_ "github.com/zeromicro/go-zero/core/stat"
	_ "github.com/zeromicro/go-zero/rest"
	_ "github.com/zeromicro/go-zero/rest/httpx"
)
