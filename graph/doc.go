// Package graph answers GraphQL. The API is written down in schema.graphqls;
// package model holds its types; generated.go, made by
//
//	go tool gqlgen generate
//
// joins the two. New makes an [Executor], which answers requests over one store:
//
//	exec := graph.New(graph.Options{Store: store, Log: log, RequestID: httpserver.RequestID})
//	http.Handle("/graphql", httpserver.GraphQL(exec, httpserver.Limits{}))
//
// An Executor is a [graphql.GraphExecutor]. A request passes, in this order:
//
//  1. limits.go: the text is parsed and measured before anything is done with
//     it, and so are the variables. documents.go remembers the texts that passed.
//  2. gqlgen validates the text against the schema.
//  3. variables.go: what gqlgen does not check inside variables.
//  4. cost.go: what is asked for is priced, and refused if it costs too much.
//     lens.go: the lens of the operation is read.
//  5. query.go and package model answer it, through few calls to the store.
//     spending.go counts what the answer comes to, and ends it if it is too large.
//  6. errors.go: each error gets its code out of one table, and a hint.
//
// What fails in 1 to 4 has errors alone and no data: CreateOperationContext
// returns them, and DispatchError makes the response. The limit of time is the
// deadline of the context: what comes too late is a TIMEOUT.
package graph
