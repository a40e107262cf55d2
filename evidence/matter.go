package evidence

import "actorgraph/kb"

type Matter = kb.Matter
