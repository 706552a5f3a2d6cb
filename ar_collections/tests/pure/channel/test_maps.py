"""Addresses in one line, links to maps, the order of a way."""

from odoo.tests import BaseCase, tagged

from ....tools.channel.maps import MOST_SIGNS, join_address, map_link, way_key


@tagged("post_install", "-at_install")
class TestMaps(BaseCase):
    def test_join_address(self):
        cases = [
            (
                ("High Street 1", None, "1000 Springfield", "Belgium"),
                "High Street 1, 1000 Springfield, Belgium",
            ),
            (("  High\nStreet 1 ", "", False), "High Street 1"),
            ((None, ""), ""),
        ]
        for parts, want in cases:
            with self.subTest(parts=parts):
                self.assertEqual(join_address(*parts), want)

    def test_map_link(self):
        osm = "https://www.openstreetmap.org/search?query="
        google = "https://www.google.com/maps/search/?api=1&query="
        cases = [
            (
                "osm",
                "High Street 1, 1000 Springfield",
                osm + "High%20Street%201%2C%201000%20Springfield",
            ),
            ("google", "Königstraße 5", google + "K%C3%B6nigstra%C3%9Fe%205"),
            ("unknown", "A", osm + "A"),
            ("osm", "  ", ""),
            ("osm", None, ""),
        ]
        for service, address, want in cases:
            with self.subTest(address=address):
                self.assertEqual(map_link(service, address), want)

    def test_an_address_breaks_out_of_no_link(self):
        hostile = "x&layers=H#map=1/2/3'><script>alert(1)</script>\"\\/?q=%00\ud800"
        link = map_link("osm", hostile)
        _address, query = link.split("query=")
        self.assertFalse(set(query) & set("&#'\"<>?/\\ "))
        self.assertEqual(link.count("?"), 1)
        self.assertLess(len(map_link("osm", "€" * 10_000)), 9 * MOST_SIGNS + 60)

    def test_way(self):
        stops = [
            ("Belgium", "9000", "Ghent", "B"),
            ("", "1000", "", ""),
            ("Belgium", "1000", "brussels", "B"),
            ("Belgium", "", "Ans", ""),
            ("Belgium", "1000", "Brussels", "A"),
        ]
        ordered = sorted(stops, key=lambda stop: way_key(*stop))
        self.assertEqual([stops.index(stop) for stop in ordered], [1, 4, 2, 0, 3])
