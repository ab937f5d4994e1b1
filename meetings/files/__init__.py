"""Files beside a series: agendas, flyers, what one reads before."""
