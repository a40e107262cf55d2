package graph_test

import (
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"actorgraph/graph"
	"actorgraph/kb"
	"actorgraph/loader"
	"actorgraph/loader/seedfile"
	"actorgraph/seed"
)

// How pairs of the seed are connected, as a reader of the texts finds it: written
// down from the texts, not from answers. A path is told line by line. Between two
// entities stand the relations that a document asserts, by type, which way they
// lead, and the documents; of these "source:" and "-2021-11" are left out.
var seedPaths = []struct {
	name           string
	lens           string
	from, to, args string
	reason         kb.NoPathReason
	want           []string
}{
	{name: "the maker, told by all five", lens: articles, from: "nso-group", to: "pegasus", args: `first: 1`, want: []string{`
		nso-group
		  MAKES -> candid-technology security-site siliconangle tech-news-space uk-time-news
		pegasus`}},
	{name: "from a product to a man, by one article alone", lens: articles, from: "pegasus", to: "jamal-khashoggi", args: `first: 1`, want: []string{`
		pegasus
		  USED_IN -> security-site
		saudi-surveillance-of-jamal-khashoggi-with-pegasus
		  TARGETED -> security-site
		jamal-khashoggi`}},
	{name: "the same a day before that article was out for certain: people around him, by the report of July", lens: `knownAt: "2021-11-27", ` + articles,
		from: "pegasus", to: "jamal-khashoggi", args: `first: 1`, want: []string{`
		pegasus
		  USED_IN -> siliconangle
		hacks-of-37-smartphones-with-pegasus
		  TARGETED -> siliconangle
		others-linked-to-jamal-khashoggi
		  ASSOCIATED_WITH -- siliconangle
		jamal-khashoggi`}},
	{name: "from the firm to the man: a sale that is believed, a use that is alleged", lens: articles, from: "nso-group", to: "jamal-khashoggi", args: `first: 2`, want: []string{`
		nso-group
		  SELLER_IN -> siliconangle
		acquisition-of-nso-spyware-by-saudi-arabia
		  BUYER_IN <- siliconangle
		saudi-arabia
		  CITIZEN_OF <- siliconangle
		jamal-khashoggi`, `
		nso-group
		  MAKES -> candid-technology security-site siliconangle tech-news-space uk-time-news
		pegasus
		  USED_IN -> security-site
		saudi-surveillance-of-jamal-khashoggi-with-pegasus
		  TARGETED -> security-site
		jamal-khashoggi`}},
	{name: "the strongest is a longer one, of what is told as fact", lens: articles, from: "nso-group", to: "jamal-khashoggi",
		args: `first: 1, order: STRONGEST, where: {types: [SELLER_IN, BUYER_IN, CITIZEN_OF, MAKES, USED_IN, TARGETED, ASSOCIATED_WITH]}`, want: []string{`
		nso-group
		  MAKES -> candid-technology security-site siliconangle tech-news-space uk-time-news
		pegasus
		  USED_IN -> siliconangle
		hacks-of-37-smartphones-with-pegasus
		  TARGETED -> siliconangle
		others-linked-to-jamal-khashoggi
		  ASSOCIATED_WITH -- siliconangle
		jamal-khashoggi`}},
	{name: "a government and a target: as his country's, and as the one accused", lens: articles, from: "government-of-saudi-arabia", to: "jamal-khashoggi", args: `first: 2`, want: []string{`
		government-of-saudi-arabia
		  GOVERNS -> security-site
		saudi-arabia
		  CITIZEN_OF <- siliconangle
		jamal-khashoggi`, `
		government-of-saudi-arabia
		  OPERATED -> security-site
		saudi-surveillance-of-jamal-khashoggi-with-pegasus
		  TARGETED -> security-site
		jamal-khashoggi`}},
	{name: "a firm and a country that is believed to have bought from it", lens: articles, from: "nso-group", to: "mexico", args: `first: 1`, want: []string{`
		nso-group
		  SELLER_IN -> siliconangle
		acquisition-of-nso-spyware-by-mexico
		  BUYER_IN <- siliconangle
		mexico`}},
	{name: "a government and a product", lens: articles, from: "government-of-mexico", to: "pegasus", args: `first: 1`, want: []string{`
		government-of-mexico
		  OPERATED -> security-site
		mexican-surveillance-of-journalists-and-activists-with-pegasus
		  USED_IN <- security-site
		pegasus`}},
	{name: "victims and a government, which no text names as their attacker", lens: articles, from: "supporters-of-a-soda-tax-in-mexico", to: "government-of-mexico", args: `first: 1`, want: []string{`
		supporters-of-a-soda-tax-in-mexico
		  TARGETED <- siliconangle
		targeting-of-soda-tax-supporters-in-mexico
		  OCCURRED_IN -> siliconangle
		mexico
		  GOVERNS <- security-site siliconangle
		government-of-mexico`}},
	{name: "two that meet in court, among other places", lens: articles, from: "apple", to: "nso-group", args: `first: 5, maxHops: 2`, want: []string{`
		apple
		  PLAINTIFF_IN -> candid-technology security-site tech-news-space uk-time-news
		apple-v-nso-group
		  DEFENDANT_IN <- candid-technology security-site tech-news-space uk-time-news
		nso-group`, `
		apple
		  MEMBER_OF -> uk-time-news
		large-tech-companies-against-nso-group
		  OPPOSES -> uk-time-news
		nso-group`, `
		apple
		  BASED_IN -> security-site
		united-states
		  SUPPORTS <- tech-news-space uk-time-news
		nso-group`}},
	{name: "the parent company is sued too, says one article", lens: articles, from: "apple", to: "osy-technologies", args: `first: 5, maxHops: 2`, want: []string{`
		apple
		  PLAINTIFF_IN -> candid-technology security-site tech-news-space uk-time-news
		apple-v-nso-group
		  DEFENDANT_IN <- candid-technology
		osy-technologies`}},
	{name: "two plaintiffs", lens: articles, from: "meta", to: "apple", args: `where: {types: [PLAINTIFF_IN, DEFENDANT_IN]}`, want: []string{`
		meta
		  PLAINTIFF_IN -> security-site
		whatsapp-v-nso-group
		  DEFENDANT_IN <- security-site
		nso-group
		  DEFENDANT_IN -> candid-technology security-site tech-news-space uk-time-news
		apple-v-nso-group
		  PLAINTIFF_IN <- candid-technology security-site tech-news-space uk-time-news
		apple`}},
	{name: "a service and a product of which no text says that it was used on it", lens: articles, from: "whatsapp", to: "pegasus", args: `first: 1`, want: []string{`
		whatsapp
		  TARGETED <- security-site
		hacking-of-whatsapp
		  OPERATED <- security-site
		nso-group
		  MAKES -> candid-technology security-site siliconangle tech-news-space uk-time-news
		pegasus`}},
	{name: "a buyer and a seller", lens: articles, from: "saudi-arabia", to: "candiru", args: `first: 1`, want: []string{`
		saudi-arabia
		  BUYER_IN -> candid-technology
		purchase-of-candiru-spyware-by-saudi-arabia
		  SELLER_IN <- candid-technology
		candiru`}},
	{name: "the same on the last day on which the one article on it may not have been out", lens: `knownAt: "2021-11-28", ` + articles,
		from: "saudi-arabia", to: "candiru", reason: kb.DifferentComponents},
	{name: "the same on the day after", lens: `knownAt: "2021-11-29", ` + articles, from: "saudi-arabia", to: "candiru", args: `first: 1`, want: []string{`
		saudi-arabia
		  BUYER_IN -> candid-technology
		purchase-of-candiru-spyware-by-saudi-arabia
		  SELLER_IN <- candid-technology
		candiru`}},
	{name: "a firm and the department that lists it: in the articles by the other firm on the list", lens: articles,
		from: "candiru", to: "united-states-department-of-commerce", args: `first: 1, where: {notKinds: [COUNTRY]}`, want: []string{`
		candiru
		  LISTED_ON -> candid-technology
		united-states-trade-blacklist
		  LISTED_ON <- candid-technology security-site tech-news-space uk-time-news
		nso-group
		  AFFECTS <- security-site
		  CONCERNS <- candid-technology security-site siliconangle tech-news-space uk-time-news
		  OPPOSES -> tech-news-space uk-time-news
		  RESPONDED_TO -> tech-news-space uk-time-news
		blacklisting-of-nso-group-by-the-united-states
		  CARRIED_OUT <- candid-technology security-site siliconangle
		united-states-department-of-commerce`}},
	{name: "with the press of the day of the listing at once", from: "candiru", to: "united-states-department-of-commerce", args: `first: 5, maxHops: 2`, want: []string{`
		candiru
		  CONCERNS <- homeland-security-today-entity-list united-press-international-entity-list
		addition-of-four-firms-to-the-entity-list
		  CARRIED_OUT <- homeland-security-today-entity-list united-press-international-entity-list
		united-states-department-of-commerce`}},
	{name: "a secretary and the firm that her department lists", lens: articles, from: "gina-raimondo", to: "nso-group", args: `first: 1, where: {types: [DIRECTS, CARRIED_OUT, CONCERNS], notKinds: [COUNTRY], avoid: ["gina-raimondo-statement-on-export-controls"]}`, want: []string{`
		gina-raimondo
		  DIRECTS -> siliconangle
		united-states-department-of-commerce
		  CARRIED_OUT -> candid-technology security-site siliconangle
		blacklisting-of-nso-group-by-the-united-states
		  CONCERNS -> candid-technology security-site siliconangle tech-news-space uk-time-news
		nso-group`}},
	{name: "who rates it and who lists it", lens: articles, from: "moodys", to: "united-states-department-of-commerce", args: `first: 1`, want: []string{`
		moodys
		  CARRIED_OUT -> candid-technology security-site
		moodys-assessment-of-nso-group
		  AFFECTS -> candid-technology
		  CONCERNS -> candid-technology security-site
		nso-group
		  AFFECTS <- security-site
		  CONCERNS <- candid-technology security-site siliconangle tech-news-space uk-time-news
		  OPPOSES -> tech-news-space uk-time-news
		  RESPONDED_TO -> tech-news-space uk-time-news
		blacklisting-of-nso-group-by-the-united-states
		  CARRIED_OUT <- candid-technology security-site siliconangle
		united-states-department-of-commerce`}},
	{name: "a newspaper and a ministry: a report answered, the matter of it, a country", lens: articles, from: "calcalist", to: "israel-ministry-of-defense", args: `maxHops: 2`, want: []string{`
		calcalist
		  CARRIED_OUT -> siliconangle uk-time-news
		calcalist-report-on-the-export-list
		  RESPONDED_TO <- tech-news-space uk-time-news
		israel-ministry-of-defense`, `
		calcalist
		  REPORTED_ON -> security-site siliconangle tech-news-space uk-time-news
		cut-of-israel-cyber-export-list
		  CARRIED_OUT <- candid-technology security-site
		israel-ministry-of-defense`, `
		calcalist
		  BASED_IN -> tech-news-space uk-time-news
		israel
		  BASED_IN <- candid-technology security-site tech-news-space uk-time-news
		israel-ministry-of-defense`}},
	{name: "allies", lens: articles, from: "israel", to: "morocco", args: `first: 1`, want: []string{`
		israel
		  ALLIED_WITH -- candid-technology security-site
		morocco`}},
	{name: "but for that they meet on a list and at an event", lens: articles, from: "israel", to: "morocco", args: `maxHops: 2, where: {notTypes: [ALLIED_WITH]}`, want: []string{`
		israel
		  ADMINISTERS -> uk-time-news
		israel-cyber-export-list
		  LISTED_ON <- candid-technology security-site siliconangle tech-news-space uk-time-news
		morocco`, `
		israel
		  TOOK_PART_IN -> uk-time-news
		normalization-of-relations-between-israel-and-morocco
		  TOOK_PART_IN <- uk-time-news
		morocco`}},
	{name: "whose word it is is no relation: the articles connect Citizen Lab with its university alone", lens: articles,
		from: "citizen-lab", to: "israel-ministry-of-defense", reason: kb.DifferentComponents},
	{name: "its own reports connect it with what Pegasus was used in, and so with the ministry", from: "citizen-lab", to: "israel-ministry-of-defense", args: `first: 1, where: {through: ["pegasus", "israel"]}`, want: []string{`
		citizen-lab
		  INVESTIGATED -> citizen-lab-catalangate
		catalangate
		  USED_IN <- citizen-lab-catalangate
		pegasus
		  MAKES <- candid-technology security-site siliconangle tech-news-space uk-time-news
		nso-group
		  BASED_IN -> candid-technology homeland-security-today-entity-list security-site uk-time-news united-press-international-entity-list
		  LOCATED_IN -> business-and-human-rights-page-on-nso-group
		israel
		  BASED_IN <- candid-technology security-site tech-news-space uk-time-news
		israel-ministry-of-defense`}},
	{name: "an investor and a ministry: it approved the purchase", from: "francisco-partners", to: "israel-ministry-of-defense", args: `maxHops: 3, where: {notKinds: [COUNTRY]}`, want: []string{`
		francisco-partners
		  BUYER_IN -> citizen-lab-million-dollar-dissident
		purchase-of-nso-group-by-francisco-partners
		  CONCERNS <- citizen-lab-million-dollar-dissident
		approval-of-the-purchase-by-francisco-partners
		  CARRIED_OUT <- citizen-lab-million-dollar-dissident
		israel-ministry-of-defense`}},
	{name: "an investor and a government: by the owner of a firm in its country", from: "oregon-public-employees-retirement-fund", to: "government-of-israel", args: `first: 1`, want: []string{`
		oregon-public-employees-retirement-fund
		  FINANCES -> fednewsdaily-oregon-spyware-investment
		novalpina-capital
		  OWNS -> globes-sale-of-nso-group
		nso-group
		  BASED_IN -> candid-technology homeland-security-today-entity-list security-site uk-time-news united-press-international-entity-list
		  LOCATED_IN -> business-and-human-rights-page-on-nso-group
		israel
		  GOVERNS <- siliconangle
		government-of-israel`}},
	{name: "a product and a woman: tried on her phones, and found on one", from: "pegasus", to: "hanan-elatr", args: `maxHops: 2`, want: []string{`
		pegasus
		  USED_IN -> toptech-khashoggi-analysis
		attempts-on-hanan-elatr
		  TARGETED -> pbs-khashoggi-circle toptech-khashoggi-analysis
		hanan-elatr`, `
		pegasus
		  USED_IN -> toptech-khashoggi-analysis
		sending-of-the-phone-of-hanan-elatr-to-a-pegasus-site
		  TARGETED -> toptech-khashoggi-analysis
		hanan-elatr`}},
	{name: "that they have licences is denied, and nothing else connects them", from: "nso-linked-entities-in-luxembourg", to: "luxembourg-export-licences-for-surveillance-goods",
		args: `maxHops: 1`, reason: kb.DifferentComponents},
	{name: "who asks for what is denied gets it, without anybody who asserts it", lens: `statuses: [DENIED]`, from: "nso-linked-entities-in-luxembourg", to: "luxembourg-export-licences-for-surveillance-goods", want: []string{`
		nso-linked-entities-in-luxembourg
		  LISTED_ON ->
		luxembourg-export-licences-for-surveillance-goods`}},
}

const articles = `collection: "nso-articles"`

func TestSeedPaths(t *testing.T) {
	for _, store := range []struct {
		name string
		open func(testing.TB, ...*kb.ChangeSet) kb.Store
	}{{"sqlite", embedded}, {"neo4j", inNeo4j}} {
		t.Run(store.name, func(t *testing.T) {
			kept := store.open(t)
			loadSeed(t, kept)
			s := serve(kept, graph.Limits{})
			for _, row := range seedPaths {
				t.Run(row.name, func(t *testing.T) {
					lens := ""
					if row.lens != "" {
						lens = "@lens(" + row.lens + ")"
					}
					data := s.answer(t, fmt.Sprintf(`query %s {paths(from: [%q], to: [%q], %s) {reason nodes {length steps {entity {id}
						relations {type from {id} to {id} claims(where: {stance: {eq: ASSERTS}, reading: {eq: EXPLICIT}}) {nodes {source {id}}}}}}}}`, lens, row.from, row.to, row.args), "")
					reason, paths := any(nil), tellPaths(data)
					if row.reason != "" {
						reason = string(row.reason)
					}
					if got := dig(data, "paths", "reason"); got != reason {
						t.Errorf("reason: got %v, want %v", got, reason)
					}
					want := strings.ReplaceAll(strings.Join(row.want, "\n"), "\t", "")
					if diff := cmp.Diff(want, paths); diff != "" {
						t.Errorf("(-want +got):\n%s", diff)
					}
				})
			}
		})
	}
}

// tellPaths tells paths line by line.
func tellPaths(data any) string {
	var paths []string
	for _, path := range items(dig(data, "paths", "nodes")) {
		text, before := "", ""
		for _, step := range items(dig(path, "steps")) {
			var relations []string
			for _, r := range items(dig(step, "relations")) {
				way := "<-"
				switch {
				case kb.RelationType(dig(r, "type").(string)).Symmetric():
					way = "--"
				case dig(r, "from", "id") == before:
					way = "->"
				}
				var sources []string
				for _, c := range items(dig(r, "claims", "nodes")) {
					sources = append(sources, strings.TrimSuffix(strings.TrimPrefix(dig(c, "source", "id").(string), "source:"), "-2021-11"))
				}
				slices.Sort(sources)
				relations = append(relations, strings.Join(append([]string{"\n ", dig(r, "type").(string), way}, slices.Compact(sources)...), " "))
			}
			slices.Sort(relations)
			before = dig(step, "entity", "id").(string)
			text += strings.Join(relations, "") + "\n" + before
		}
		paths = append(paths, text)
	}
	return strings.Join(paths, "\n")
}

func items(list any) []any { return list.([]any) }

// loadSeed loads the data that the program comes with.
func loadSeed(t *testing.T, s kb.Store) {
	t.Helper()
	var files []loader.Input
	err := fs.WalkDir(seed.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, loader.Input{Name: name, Format: seedfile.Format, Open: func() (io.ReadCloser, error) { return seed.Files.Open(name) }})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	report, err := loader.Load(t.Context(), s, files, loader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if report.Refused > 0 {
		t.Fatalf("refused: %v", report.Refusals)
	}
}
