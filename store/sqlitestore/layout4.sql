-- The entities by how many relations they have, for a search that as good as all of
-- them answer.
CREATE INDEX entities_degree ON entities (degree DESC, name_key, id, name_fold);
