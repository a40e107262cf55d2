package kb

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The standard library's calendar is the same one, and it reaches far enough.
func TestDaysAreThoseOfTheStandardLibrary(t *testing.T) {
	year := rapid.OneOf(rapid.IntRange(-maxYear, maxYear), rapid.IntRange(-401, 401), rapid.IntRange(1890, 2110),
		rapid.SampledFrom([]int{-maxYear, maxYear, -1, 0, 4, 100, 400, 1900, 2000, 2100}))
	rapid.Check(t, func(t *rapid.T) {
		y, m, d := year.Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 31).Draw(t, "day")
		std := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
		y, m, d = std.Year(), int(std.Month()), std.Day() // 31 April is 1 May
		day := dayOf(y, m, d)
		if want := Day(std.Unix() / 86_400); day != want {
			t.Errorf("%04d-%02d-%02d is day %d, want %d", y, m, d, day, want)
		}
		if gy, gm, gd := day.civil(); gy != y || gm != m || gd != d {
			t.Errorf("day %d is %04d-%02d-%02d, want %04d-%02d-%02d", day, gy, gm, gd, y, m, d)
		}
	})
}

func TestMonthsBeyondTheYearCarryOver(t *testing.T) {
	for _, row := range []struct{ year, month, asYear, asMonth int }{
		{2021, 13, 2022, 1}, {2021, 24, 2022, 12}, {2021, 25, 2023, 1}, {2021, 0, 2020, 12}, {2021, -11, 2020, 1}, {2021, -12, 2019, 12},
	} {
		if got, want := dayOf(row.year, row.month, 1), dayOf(row.asYear, row.asMonth, 1); got != want {
			t.Errorf("month %d of %d begins on day %d, want %d", row.month, row.year, got, want)
		}
	}
}
