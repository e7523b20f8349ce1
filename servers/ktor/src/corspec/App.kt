package corspec

import io.ktor.http.ContentType
import io.ktor.http.HttpMethod
import io.ktor.http.HttpStatusCode
import io.ktor.server.application.Application
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.install
import io.ktor.server.engine.connector
import io.ktor.server.engine.embeddedServer
import io.ktor.server.http.content.staticFiles
import io.ktor.server.netty.Netty
import io.ktor.server.plugins.cors.CORSConfig
import io.ktor.server.plugins.cors.routing.CORS
import io.ktor.server.plugins.forwardedheaders.XForwardedHeaders
import io.ktor.server.request.httpMethod
import io.ktor.server.request.path
import io.ktor.server.request.queryString
import io.ktor.server.request.receive
import io.ktor.server.response.respondBytes
import io.ktor.server.response.respondBytesWriter
import io.ktor.server.routing.route
import io.ktor.server.routing.routing
import io.ktor.utils.io.writeFully
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking

/** Ktor with its CORS plugin. */
fun main() {
    val libraries = mapOf<String, Class<*>>("ktor-server-core" to Application::class.java, "ktor-server-cors" to CORSConfig::class.java)
    Program.run(::start, libraries)
}

private fun start(policy: Policy): Int {
    val server = embeddedServer(Netty, configure = {
        connector {
            host = "127.0.0.1"
            port = 0
        }
        connectionGroupSize = 1
        workerGroupSize = 1
        callGroupSize = 2
    }) { configure(policy) }
    server.start()
    return runBlocking { server.engine.resolvedConnectors().first().port }
}

private fun Application.configure(policy: Policy) {
    // As its documentation has it for an application behind a proxy.
    install(XForwardedHeaders)
    install(CORS) { configure(policy) }
    val routes = Routes()
    routing {
        for (path in routes.paths("/file.txt")) {
            route(path) { handle { call.send(routes) } }
        }
        staticFiles("/", Files.STATIC.toFile()) { enableAutoHeadResponse() }
    }
}

/** The policy in the words of the plugin; what is not stated is left at its default. */
private fun CORSConfig.configure(policy: Policy) {
    for (origin in policy.origins().orEmpty()) {
        if (origin == "*") anyHost()
        else allowHost(origin.substringAfter("://"), schemes = listOf(origin.substringBefore("://")))
    }
    if (Policy.isAny(policy.methods())) anyMethod()
    else policy.methods().orEmpty().forEach { allowMethod(HttpMethod(it)) }
    if (Policy.isAny(policy.requestHeaders())) {
        allowHeaders { true }
        allowNonSimpleContentTypes = true
    } else {
        policy.requestHeaders().orEmpty().forEach { allowHeader(it) }
    }
    policy.exposedHeaders().orEmpty().forEach { exposeHeader(it) }
    policy.credentials()?.let { allowCredentials = it }
    policy.maxAge()?.let { maxAgeInSeconds = it }
}

private suspend fun ApplicationCall.send(routes: Routes) {
    val path = request.path()
    val query = Query.parse(request.queryString()).toMutableMap()
    if (path == "/slow") {
        // The kit would hold a thread for as long as it takes.
        delay(Routes.delayOf(query).toLong())
    }
    val headers = request.headers.entries().associate { it.key to it.value.first() }
    val sent = if (path == "/parse") receive<ByteArray>() else ByteArray(0)
    val answer = routes.respond(path, request.httpMethod.value, query, headers, sent)
    val type = answer.headers()["Content-Type"]?.let(ContentType::parse)
    val status = HttpStatusCode.fromValue(answer.status())
    answer.headers().filterKeys { it != "Content-Type" }.forEach { (name, value) -> response.headers.append(name, value) }
    if (answer.isStream) {
        respondBytesWriter(type, status) {
            for (chunk in answer.chunks()) {
                writeFully(chunk)
                flush()
            }
        }
    } else {
        // Ktor would send the body with the response to HEAD.
        val body = if (request.httpMethod == HttpMethod.Head) ByteArray(0) else answer.body()
        respondBytes(body, type, status)
    }
}
