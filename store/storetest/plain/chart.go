package plain

import (
	"bytes"
	"context"

	"actorgraph/kb"
)

// SaveChart implements kb.Charts.
func (s *Store) SaveChart(ctx context.Context, text []byte) (string, error) {
	if _, err := s.now(ctx); err != nil {
		return "", err
	}
	if err := kb.CheckChart(text); err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	name, size := kb.ChartName(text), int64(0)
	if s.charts[name] != nil {
		return name, nil
	}
	for _, other := range s.charts {
		size += int64(len(other))
	}
	if err := s.ChartBounds.Room(len(s.charts), size, text); err != nil {
		return "", err
	}
	s.charts[name] = bytes.Clone(text)
	return name, nil
}

// Chart implements kb.Charts.
func (s *Store) Chart(ctx context.Context, name string) ([]byte, error) {
	if _, err := s.now(ctx); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Clone(s.charts[name]), nil
}
