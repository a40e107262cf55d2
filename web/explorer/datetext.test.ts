import assert from "node:assert/strict";
import { test } from "node:test";
import { dateText, whenText } from "./datetext";

// These stand in the server's tests as well: both write dates the same way.
test("dates of every form are told in words", () => {
  for (const [edtf, words] of [
    ["2021-11-25", "25 November 2021"],
    ["2021-11-05", "5 November 2021"],
    ["2021-11", "November 2021"],
    ["2021", "2021"],
    ["2021-11-25T23:20:30", "25 November 2021"],
    ["2021-XX-XX", "2021"],
    ["2020-02-XX", "February 2020"],
    ["201X", "some time from 2010 to 2019"],
    ["201X~", "some time from about 2010 to about 2019"],
    ["2021-11~", "about November 2021"],
    ["2021-11-25?", "perhaps 25 November 2021"],
    ["2021-11%", "perhaps about November 2021"],
    ["2021-21", "spring 2021"],
    ["2021-24~", "about winter 2021"],
    ["-0044-03-15", "15 March 45 BCE"],
    ["0000", "1 BCE"],
    ["0014-08", "August 14 CE"],
    ["Y12345", "12345 CE"],
    ["Y-12345", "12346 BCE"],
    ["2021-11-21/2021-11-28", "some day from 21 to 28 November 2021"],
    ["2020-12-31/2021-01-02", "some day from 31 December 2020 to 2 January 2021"],
    ["2021-11/2021-12", "some time from November to December 2021"],
    ["2020-10/2021-11", "some time from October 2020 to November 2021"],
    ["2020/2021", "some time from 2020 to 2021"],
    ["2021-11/2021-12-03", "some time from November to 3 December 2021"],
    ["2021-11-21~/2021-11-28", "some day from about 21 November 2021 to 28 November 2021"],
    ["2021/2021", "2021"],
    ["2021-10-01/2021-11-30", "some time from October to November 2021"],
    ["2020-02-01/2020-02-29", "February 2020"],
    ["2020-02-01/2020-02-28", "some day from 1 to 28 February 2020"],
    ["2019-01-01/2021-12-31", "some time from 2019 to 2021"],
    ["2019-01-01/..", "2019 or later"],
    ["2021-11-03/", "3 November 2021 or later"],
    ["/2021-11-25", "25 November 2021 or before"],
    ["../2021-11-30", "November 2021 or before"],
    ["../2019?", "perhaps 2019 or before"],
    ["../201X", "2019 or before"],
  ] as const) {
    assert.equal(dateText(edtf), words, edtf);
  }
});

test("when something held is told in words", () => {
  for (const [since, until, words] of [
    [null, null, null],
    ["2014", null, "since 2014"],
    [null, "2014-03", "until March 2014"],
    ["2018-10-02T10:00:00", "2018-10-02", "2 October 2018"],
    ["2014", "2019", "from 2014 to 2019"],
    ["2016-08-10", "2016-08-11", "from 10 to 11 August 2016"],
    ["2014~", "2019-03", "from about 2014 to March 2019"],
    [null, "../2021-11-29", "until 29 November 2021 or before"],
    ["2021-11-21/2021-11-28", "2022", "since some day from 21 to 28 November 2021 and until 2022"],
  ] as const) {
    assert.equal(whenText(since, until), words, `${since} ${until}`);
  }
});
