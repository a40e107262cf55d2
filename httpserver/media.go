package httpserver

import (
	"mime"
	"strconv"
	"strings"
)

const (
	mediaGraphQL = "application/graphql-response+json"
	mediaJSON    = "application/json"
)

// negotiate chooses the media type of the answer from the values of Accept. No
// Accept, or one that leaves it open, gives application/json, which every
// client understands and the audits of graphql-http ask for, though the
// specification has come to prefer the other. Of the two named alike,
// application/graphql-response+json is the better. ok is false if neither is
// acceptable.
func negotiate(accept []string) (media string, ok bool) {
	ranges := strings.Join(accept, ",")
	if strings.TrimSpace(ranges) == "" {
		return mediaJSON, true
	}
	gq, gnamed := quality(ranges, mediaGraphQL)
	jq, _ := quality(ranges, mediaJSON)
	switch {
	case gq <= 0 && jq <= 0:
		return "", false
	case gq > jq || gq == jq && gnamed:
		return mediaGraphQL, true
	default:
		return mediaJSON, true
	}
}

// quality is the weight that the most specific of the media ranges gives to
// media, and whether that range names it in full (RFC 9110, 12.5.1).
func quality(ranges, media string) (q float64, named bool) {
	const anything, application, exact = 1, 2, 3
	best := 0
	for item := range strings.SplitSeq(ranges, ",") {
		typ, params, err := mime.ParseMediaType(item)
		if err != nil || !isUTF8(params["charset"]) {
			continue
		}
		specific := 0
		switch typ {
		case media:
			specific = exact
		case "application/*":
			specific = application
		case "*/*":
			specific = anything
		}
		if specific <= best {
			continue
		}
		weight := 1.0
		if s, ok := params["q"]; ok {
			if weight, err = strconv.ParseFloat(s, 64); err != nil {
				continue
			}
		}
		best, q = specific, weight
	}
	return q, best == exact
}

// isJSON tells whether a request's Content-Type is JSON in UTF-8.
func isJSON(contentType string) bool {
	typ, params, err := mime.ParseMediaType(contentType)
	return err == nil && typ == mediaJSON && isUTF8(params["charset"])
}

// isUTF8 takes a charset parameter; without one, GraphQL over HTTP assumes UTF-8.
func isUTF8(charset string) bool {
	return charset == "" || strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "utf8")
}
