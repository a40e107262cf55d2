package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"actorgraph/kb"
)

// Charts are files in a folder beside that of the store: of kb.db in kb.db.charts, each
// named for its chart. They may be copied, and removed to make room, while the store is
// open. Whatever else is in the folder is left alone.

// chartBounds bound the charts of a store.
var chartBounds = kb.MaxCharts

// SaveChart implements kb.Charts. Who saves has the turn of a writer, in which nothing is
// written to the database: it keeps other processes from saving at the same time, so
// that the charts there are can be counted, and an unfinished file is nobody's.
func (s *Store) SaveChart(ctx context.Context, text []byte) (string, error) {
	if err := s.ready(ctx); err != nil {
		return "", err
	}
	if err := kb.CheckChart(text); err != nil {
		return "", err
	}
	name := kb.ChartName(text)
	err := s.write(ctx, func(*writer) error {
		if stored, err := s.readChart(name); stored != nil && err == nil {
			return nil
		}
		return s.writeChart(name, text) // also in place of one that is damaged
	})
	if err != nil {
		return "", err
	}
	return name, nil
}

// Chart implements kb.Charts.
func (s *Store) Chart(ctx context.Context, name string) ([]byte, error) {
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	if !kb.IsChartName(name) {
		return nil, nil
	}
	text, err := s.readChart(name)
	if text == nil && err == nil {
		err = s.ready(ctx) // a store that is gone when it is closed has taken them along
	}
	return text, err
}

// chartFolder is the folder of charts.
func (s *Store) chartFolder() string {
	if s.path == Memory {
		return filepath.Join(s.temporary, "charts")
	}
	return s.path + ".charts"
}

const chartSuffix = ".json"

func (s *Store) chartFile(name string) string {
	return filepath.Join(s.chartFolder(), name+chartSuffix)
}

// readChart reads a chart, nil if there is none.
func (s *Store) readChart(name string) ([]byte, error) {
	file := s.chartFile(name)
	info, err := os.Lstat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var text []byte
	if err == nil && info.Mode().IsRegular() && info.Size() <= kb.MaxChart {
		text, err = os.ReadFile(file)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist): // removed meanwhile
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("a chart can't be read: %w; look at the permissions of the file and of its folder", err)
	case kb.ChartName(text) != name:
		return nil, fmt.Errorf("the chart in %s is damaged: its name was made from another text; remove the file, or save the same chart again", file)
	}
	return text, nil
}

// writeChart writes a chart, whole or not at all, if there is room for it.
func (s *Store) writeChart(name string, text []byte) error {
	folder := s.chartFolder()
	charts, size, err := s.measureCharts(name)
	if err == nil {
		if err := chartBounds.Room(charts, size, text); err != nil {
			return fmt.Errorf("%w; they are the files in %s", err, folder)
		}
		err = replaceFile(s.chartFile(name), text)
	}
	if err != nil {
		return fmt.Errorf("the charts can't be written: %w; look at the permissions of the folder, and at the room on its disk", err)
	}
	return nil
}

// measureCharts makes the folder if it is not there. It counts the charts in it, and their
// bytes, but for the one of this name.
func (s *Store) measureCharts(but string) (charts int, size int64, err error) {
	folder := s.chartFolder()
	switch err := os.Mkdir(folder, 0o700); {
	case err == nil:
		return 0, 0, syncFolder(filepath.Dir(folder))
	case !errors.Is(err, fs.ErrExist):
		return 0, 0, err
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return 0, 0, err
	}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), chartSuffix)
		if !ok || !kb.IsChartName(name) || name == but {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) { // removed meanwhile
			continue
		}
		if err != nil {
			return 0, 0, err
		}
		charts++
		size += info.Size()
	}
	return charts, size, nil
}

// replaceFile writes a file that is on the disk, whole, when it returns without error,
// and as it was otherwise. One caller at a time may use a folder.
func replaceFile(file string, text []byte) error {
	folder := filepath.Dir(file)
	unfinished := filepath.Join(folder, "unfinished")
	// There may be one that a process has left that was killed.
	if err := os.Remove(unfinished); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(unfinished, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(unfinished))
	}
	if err := os.Rename(unfinished, file); err != nil {
		return errors.Join(err, os.Remove(unfinished))
	}
	return syncFolder(folder)
}

// syncFolder brings to the disk which files a folder has.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
