"""Abbreviations that end in a full stop without ending a sentence."""

from __future__ import annotations

#: Lower-cased, without their last full stop.
ABBREVIATIONS = frozenset(
    "mr mrs ms dr st prof rev hon gov gen sen rep capt col lt cpl sgt cmdr adm maj pres supt mt ft "
    "jr sr messrs mme mlle sra fr bros inc corp co cos ltd llc plc pty assn assoc dept univ inst "
    "intl natl govt admin mfg etc vs viz al cf ca approx est max min avg no nos vol vols pp fig "
    "figs eq eqs sec secs ch chap chaps ed eds ext tel op cit ibid esp incl excl misc orig pl sing "
    "trans ave blvd rd hwy apt bldg sq mts pct jan feb mar apr jun jul aug sept sep oct nov dec "
    "spp subsp org orgs cv mon tue tues wed thu thurs fri sat sun ala ariz ark calif colo "
    "conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa penn "
    "tenn tex va vt wash wis wyo dist "
    "lat long temp obs abbr adj adv hr hrs min mins sec kg km lb lbs oz ms yr yrs abs par para "
    "supp suppl resp nom ser bks illus transl rev repr a.m p.m i.e e.g "
    "u.s u.k u.n d.c ph.d b.a m.a e.u n.y l.a".split()
)
