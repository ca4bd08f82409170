# Search
search = Search
search-for = Search for “{ $text }”
search-stories = Search stories
search-words = Words to search for
search-example = e.g. no open position, error budget
search-results = Results
search-found = { $n ->
    [one] { $n } story
   *[other] { $n } stories
}
search-meant = Did you mean
search-none = No story fits these words yet. Try fewer words, or other ones.
search-browse = See all stories
search-nearest = Were you looking for this?
search-plain = Search is being made ready. For now only titles, summaries and authors’ names were looked through.
search-sort = Order
search-sort-relevance = Most relevant
search-sort-newest = Newest
search-sort-helpful = Most helpful
search-failed = The search failed. Press Enter to try again.
search-how = How to search
search-how-phrase = "handing over on-call"
search-how-phrase-does = has exactly these words
search-how-without = -freelance
search-how-without-does = does not have this word
search-how-to = to:EM from:SRE
search-how-to-does = roads that lead to EM, roads that begin at SRE
search-how-practice = practice:postmortem
search-how-practice-does = made use of this practice
search-how-author = author:handle
search-how-author-does = written by this person
search-how-lang = lang:ja
search-how-lang-does = written in Japanese
facet-to = Where they went
facet-from = Where they set out
