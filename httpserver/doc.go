// Package httpserver puts HTTP around handlers it is given: a GraphQL
// executor, a store of charts, the pages, a check of readiness. It knows nothing of
// what they answer.
//
// A request passes, from the outside in:
//
//  1. observe.go: it gets an id; what becomes of it is logged and counted; a
//     panic becomes an answer.
//  2. headers.go: the answer gets the headers that tell browsers what not to do.
//  3. guard.go: wrong Host, foreign Origin: refused.
//  4. gzip, then routes.go picks a handler. Without the token, those that know
//     something refuse.
//  5. graphql.go: GraphQL over HTTP. It chooses the media type (media.go), reads
//     the parameters (request.go), waits for a place (limits.go), executes, and
//     writes the answer (response.go). charts.go: texts are saved and handed out.
//
// Whatever is refused on the way is a problem (problem.go), and reaches the
// client in the shape of a GraphQL error:
//
//	{"errors":[{"message":"…","extensions":{"code":"…","hint":"…","requestId":"…"}}]}
//
// A Server (server.go) runs the whole on a listener until its context ends,
// and lets running requests finish.
//
// Nothing here is global: two servers can run in one process, each with its
// own metrics.
package httpserver
