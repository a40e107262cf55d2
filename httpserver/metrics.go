package httpserver

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics counts what a server does, in a registry of its own. GraphQL requests
// are told apart by the names of their operations, but only by those known
// beforehand: clients choose names, and each would be a series kept forever.
type Metrics struct {
	registry *prometheus.Registry
	known    map[string]bool

	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	inFlight prometheus.Gauge
	errors   *prometheus.CounterVec
}

// NewMetrics returns empty Metrics. Operations that are not in operations, and
// those without a name, are counted as "other".
func NewMetrics(operations []string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		known:    make(map[string]bool, len(operations)),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "actorgraph_graphql_requests_total",
			Help: "GraphQL requests answered, by operation and HTTP status.",
		}, []string{"operation", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "actorgraph_graphql_request_duration_seconds",
			Help:    "Time from a GraphQL request's arrival to the end of its answer, by operation.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"operation"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "actorgraph_graphql_requests_in_flight",
			Help: "GraphQL requests being read, waiting or executing.",
		}),
		errors: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "actorgraph_errors_total",
			Help: "Errors in answers, on any path, by code.",
		}, []string{"code"}),
	}
	for _, name := range operations {
		m.known[name] = true
	}
	m.registry.MustRegister(m.requests, m.duration, m.inFlight, m.errors,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// begin notes that r has arrived, and returns what to call when it is answered.
func (m *Metrics) begin(r *http.Request) (done func(rec *record, status int, took time.Duration)) {
	isGraphQL := r.URL.Path == pathGraphQL
	if isGraphQL {
		m.inFlight.Inc()
	}
	return func(rec *record, status int, took time.Duration) {
		for _, code := range rec.codes {
			m.errors.WithLabelValues(code).Inc()
		}
		if !isGraphQL {
			return
		}
		m.inFlight.Dec()
		operation := "other"
		if m.known[rec.operation] {
			operation = rec.operation
		}
		m.requests.WithLabelValues(operation, strconv.Itoa(status)).Inc()
		m.duration.WithLabelValues(operation).Observe(took.Seconds())
	}
}

// handler shows the metrics in Prometheus' text format. Compression is added
// for all routes alike.
func (m *Metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{DisableCompression: true})
}
