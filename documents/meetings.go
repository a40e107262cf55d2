package documents

// meetings counts how many marks texts have in common, without comparing each with
// each: by lists of the texts that have a mark.
type meetings struct {
	marks [][]uint64
	texts map[uint64][]int
	count []int
}

func newMeetings(texts int) *meetings {
	return &meetings{make([][]uint64, texts), map[uint64][]int{}, make([]int, texts)}
}

func (m *meetings) add(i int, marks []uint64) {
	m.marks[i] = marks
	for _, mark := range marks {
		m.texts[mark] = append(m.texts[mark], i)
	}
}

// with counts for each text the marks that it has in common with text i. The counts
// are good until it is called again.
func (m *meetings) with(i int) []int {
	clear(m.count)
	for _, mark := range m.marks[i] {
		for _, j := range m.texts[mark] {
			m.count[j]++
		}
	}
	return m.count
}
