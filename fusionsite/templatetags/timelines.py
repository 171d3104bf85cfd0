from django import template

from fusionsite import lanes

register = template.Library()
register.filter("lane_name", lanes.lane_name)
