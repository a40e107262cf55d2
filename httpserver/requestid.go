package httpserver

import (
	"context"
	"crypto/rand"
	"strings"
)

const requestIDHeader = "X-Request-Id"

// RequestID returns the id of the request that ctx belongs to, or "" where
// there is none. The same id is in the answer's X-Request-Id, in its errors and
// in the log.
func RequestID(ctx context.Context) string { return recordOf(ctx).id }

// requestID keeps an id that a client or proxy sent if it is harmless in a
// header, a log and a JSON text, and makes one otherwise.
func requestID(sent string) string {
	if wellFormedID(sent) {
		return sent
	}
	return rand.Text()
}

func wellFormedID(id string) bool {
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
	return id != "" && len(id) <= 64 && strings.Trim(id, allowed) == ""
}
