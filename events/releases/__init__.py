"""Changes to a public edition, collected in a draft of it and released together.

`facts` reads what an edition says, `preparing` makes the draft, `comparing` finds what it changes
and what contradicts it, `applying` releases it, `telling` says what the public saw change.
"""
