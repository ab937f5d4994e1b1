"""A believable network of four neighborhoods, and a small one beside it."""

from typing import Any

from django.core.management.base import BaseCommand

from config.demo_seed import demo_is_there, seed_demo, sign_ins


class Command(BaseCommand):
    help = "Put the demonstration into the database. Run again, it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if demo_is_there():
            self.stdout.write("The demonstration is there already.")
        seed_demo()
        self.stdout.write("Good people to sign in as:")
        for person in sign_ins():
            self.stdout.write(f"  {person.email}  {person.who}")
