"""Which policy a customer is reminded by. Pure."""


def match_policy(rules, country_id, category_ids, user_id):
    """The first rule that fits a customer.

    :param rules: (policy id, country ids, category ids, user ids) in the order to try;
        an empty set means "any"
    :return: (policy id, names of the criteria that decided), or (None, ())
    """
    for policy_id, countries, categories, users in rules:
        if countries and country_id not in countries:
            continue
        if categories and not categories & set(category_ids):
            continue
        if users and user_id not in users:
            continue
        criteria = (("country", countries), ("tag", categories), ("salesperson", users))
        return policy_id, tuple(name for name, wanted in criteria if wanted)
    return None, ()
